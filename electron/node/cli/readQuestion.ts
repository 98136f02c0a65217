import type { Readable } from 'node:stream';
import { maxQuestionLength } from '../../../shared/contract/api.ts';

/** A question from standard input. Reads no more than is needed to see that it is too long, whatever is piped in. */
export async function readQuestion(input: Readable): Promise<string> {
  let text = '';
  for await (const chunk of input.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > maxQuestionLength) break;
  }
  return text;
}
