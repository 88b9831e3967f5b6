// Prints the receipt that the public page finds in a file. Usage: node page_receipt.mjs PAGE FILE

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [page, file] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(page, name)).href);
const { parseReceipt } = await load("format.js");
const { receiptBytes } = await load("packed.js");
process.stdout.write(JSON.stringify(parseReceipt(await receiptBytes(new Uint8Array(readFileSync(file))))));
