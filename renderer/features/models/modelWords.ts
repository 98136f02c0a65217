import type { ModelState } from '../../../shared/contract/entities.ts';
import { bytes, duration } from '../../components/format.ts';

/** "212 MB of 491 MB, 5 MB/s, about 56.0 s left" */
export function progressWords({ receivedBytes, totalBytes, bytesPerSecond }: Extract<ModelState, { state: 'downloading' }>): string {
  const parts = [`${bytes(receivedBytes)} of ${bytes(totalBytes)}`];
  if (bytesPerSecond > 0) {
    parts.push(`${bytes(bytesPerSecond)}/s`);
    if (totalBytes > receivedBytes) parts.push(`about ${duration(Math.ceil((totalBytes - receivedBytes) / bytesPerSecond) * 1_000)} left`);
  }
  return parts.join(', ');
}
