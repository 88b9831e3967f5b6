/** Opens the public checking page with a receipt behind the `#` of its address, which browsers send to nobody. */
import type { components } from '@/api/schema'

type Receipt = components['schemas']['ReceiptOut']
const PAGE = '/verify/'

/** @param fetch gets the receipt; the window is opened before, while the tap is being answered */
export async function openCheck(fetch: () => Promise<Receipt>): Promise<void> {
  // #ifdef H5
  const place = globalThis.open('', '_blank')
  try {
    const address = `${PAGE}#${await fragment(await fetch())}`
    if (place) place.location.href = address
    else globalThis.location.assign(address)
  } catch (problem) {
    place?.close()
    throw problem
  }
  // #endif
  // #ifndef H5
  await fetch()
  // #endif
}

// #ifdef H5
/** The receipt without sentences and timestamp, as a zlib stream in base64url; empty where the browser cannot pack it. */
export async function fragment(receipt: Receipt): Promise<string> {
  if (typeof globalThis.CompressionStream === 'undefined') return ''
  const { format, file, statement, salt, leaf_index, inclusion_proof, checkpoint, log_keys, witness_keys } = receipt
  const text = JSON.stringify({ format, file, statement, salt, leaf_index, inclusion_proof, checkpoint, log_keys, witness_keys })
  const stream = new Blob([text]).stream().pipeThrough(new globalThis.CompressionStream('deflate'))
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer())
  return globalThis
    .btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
}
// #endif
