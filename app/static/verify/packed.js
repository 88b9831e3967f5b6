// Receipts that come packed: in the address of a QR code, and attached to the PDF.

import { LARGEST, UnreadableReceipt } from "./format.js";

const ATTACHMENT = /<<\/Length (\d+)\/Type\/EmbeddedFile\/Filter\/FlateDecode[^\n]*>>\nstream\n/;
const PDF = "%PDF-";

/** What a zlib stream (RFC 1950) holds, if that is no more than a receipt may have. */
export async function unpack(bytes) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const chunks = [];
  let size = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    size += step.value.length;
    if (size > LARGEST) throw new UnreadableReceipt("这不是保管凭证：内容太大");
    chunks.push(step.value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** The receipt's bytes: those given, or those attached to a PDF of ours (ISO 32000, 7.11.4). */
export async function receiptBytes(bytes) {
  const text = new TextDecoder("latin1").decode(bytes);
  if (!text.startsWith(PDF)) return bytes;
  const found = ATTACHMENT.exec(text);
  if (!found) throw new UnreadableReceipt("这份 PDF 里没有保管凭证");
  const begin = found.index + found[0].length;
  return unpack(bytes.subarray(begin, begin + Number(found[1])));
}
