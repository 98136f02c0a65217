import yauzl from 'yauzl';
import { SourceFailure } from './source.ts';

/** The bytes of one file inside a wheel (a zip), as a stream. The zip's own checksum is checked on the way. */
export async function* readWheelMember(wheel: string, member: string): AsyncGenerator<Uint8Array> {
  const zip = await yauzl.openPromise(wheel, { autoClose: false }).catch(damaged);
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== member) continue;
      const stream = await zip.openReadStreamPromise(entry);
      // eslint-disable-next-line typescript/no-unsafe-type-assertion -- without an encoding a stream of a file yields bytes
      for await (const chunk of stream) yield chunk as Uint8Array;
      return;
    }
    throw new SourceFailure(`a package does not hold ${member}`);
  } catch (error) {
    throw error instanceof SourceFailure ? error : damaged(error);
  } finally {
    zip.close();
  }
}

function damaged(cause: unknown): never {
  throw new SourceFailure('a package arrived damaged', { cause });
}
