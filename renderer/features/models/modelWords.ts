import type { ModelState } from '../../../shared/contract/entities.ts';
import { bytes } from '../../components/format.ts';

/** "212 MB of 491 MB, 5 MB/s, about 1 min left" */
export function progressWords({ receivedBytes, totalBytes, bytesPerSecond }: Extract<ModelState, { state: 'downloading' }>): string {
  const parts = [`${bytes(receivedBytes)} of ${bytes(totalBytes)}`];
  if (bytesPerSecond > 0) {
    parts.push(`${bytes(bytesPerSecond)}/s`);
    if (totalBytes > receivedBytes) parts.push(`${timeLeft((totalBytes - receivedBytes) / bytesPerSecond)} left`);
  }
  return parts.join(', ');
}

/** As coarse as an estimate is. */
function timeLeft(seconds: number): string {
  if (seconds < 50) return `about ${Math.max(5, Math.round(seconds / 5) * 5)} s`;
  if (seconds < 5_400) return `about ${Math.round(seconds / 60)} min`;
  return `about ${Math.round(seconds / 3_600)} h`;
}
