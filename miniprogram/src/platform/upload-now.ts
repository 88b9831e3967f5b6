/** A file that a form needs at once: a signature, a voice. */
import { uuid4 } from '@/api/keys'
import type { LocalFile } from './files'
import { hashOf } from './hashing'
import { uploadFile, whenChecked, type Evidence, type EvidenceKind } from './upload'

/** Sends a file now and waits for it: a signature, a voice. @throws Problem */
export async function uploadNow(
  file: LocalFile,
  target: { matterId: string; kind: EvidenceKind },
  options: { progress?: (share: number) => void; checked?: boolean; key?: string } = {},
): Promise<Evidence> {
  const item = await uploadFile({
    ...file,
    ...target,
    key: options.key ?? uuid4(),
    sha256: await hashOf(file.source, file.size),
    declared: () => undefined,
    progress: (n) => options.progress?.(file.size ? n / file.size : 1),
    stopper: () => undefined,
    stopped: () => false,
  })
  return options.checked === false ? item : whenChecked(item)
}
