// Verifies an RFC 3161 timestamp token offline. The library is large, so this module is loaded only when needed.

import { Certificate, ContentInfo, SignedData, TSTInfo, fromBER } from "./libraries/timestamps.js";

const TST_INFO = "1.2.840.113549.1.9.16.1.4";
const EXTENDED_KEY_USAGE = "2.5.29.37";
const SHA256 = "2.16.840.1.101.3.4.2.1";
const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const COMMON_NAME = "2.5.4.3";

/**
 * {time: ISO text, authority, root: names} of a token over `data`, whose chain leads, over the certificates
 * in `pem`, to a self-signed one in `roots` (PEM too).
 * Throws where the token is malformed, not over `data`, or not signed by a certificate for timestamping.
 */
export async function verifyTimestamp(token, pem, data, roots = pem) {
  const content = ContentInfo.fromBER(token);
  const signed = new SignedData({ schema: content.content });
  if (signed.encapContentInfo.eContentType !== TST_INFO || signed.signerInfos.length !== 1) {
    throw new Error("not a timestamp");
  }
  const info = TSTInfo.fromBER(signed.encapContentInfo.eContent.getValue());
  if (info.messageImprint.hashAlgorithm.algorithmId !== SHA256) throw new Error("not over a SHA-256");
  const trusted = certificates(roots).filter(isRoot);
  const given = certificates(pem);
  const own = (signed.certificates ?? []).filter((each) => each instanceof Certificate);
  signed.certificates = [...own, ...given];
  const answer = await signed.verify({
    signer: 0,
    data: data.slice().buffer,
    trustedCerts: trusted,
    checkDate: info.genTime,
    checkChain: true,
    extendedMode: true,
  });
  const signer = answer.signerCertificate;
  if (!own.some((each) => derOf(each) === derOf(signer))) throw new Error("the signer's certificate is not in it");
  if (!answer.signatureVerified || !answer.signerCertificateVerified || !mayStamp(signer) ||
    !(await isChain(given, signer)) || !isPlain(pem)) {
    throw new Error("not signed by a timestamping authority");
  }
  const root = trusted.find((each) => answer.certificatePath.includes(each));
  return { time: info.genTime.toISOString(), authority: commonName(signer), root: commonName(root) };
}

const isRoot = (certificate) => certificate.issuer.isEqual(certificate.subject);

function certificates(pem) {
  const blocks = pem.match(BLOCK) ?? [];
  return blocks.map((block) => {
    const text = block.replace(/-----[^-]+-----/g, "").replace(/\s/g, "");
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    return new Certificate({ schema: fromBER(bytes.buffer).result });
  });
}

/** Whether the certificates are the signer's, its issuer's and so on, each signed by the next, and no others. */
async function isChain(given, signer) {
  if (given.length === 0 || derOf(given[0]) !== derOf(signer) || !isRoot(given.at(-1))) return false;
  const links = given.map(async (each, i) => {
    const issuer = given[i + 1] ?? each;
    return each.issuer.isEqual(issuer.subject) && (await each.verify(issuer));
  });
  return (await Promise.all(links)).every(Boolean);
}

const derOf = (certificate) => String(new Uint8Array(certificate.toSchema().toBER()));

/** Whether certificates are written in the one form that receipts have: lines of 64 characters, nothing beside them. */
function isPlain(pem) {
  const written = (block) => {
    const lines = block.replace(/-----[^-]+-----/g, "").replace(/\s/g, "").match(/.{1,64}/g) ?? [];
    return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
  };
  return (pem.match(BLOCK) ?? []).map(written).join("") === pem;
}

function mayStamp(certificate) {
  const usage = certificate.extensions?.find((each) => each.extnID === EXTENDED_KEY_USAGE);
  const purposes = usage?.parsedValue?.keyPurposes;
  return usage?.critical === true && purposes?.length === 1 && purposes[0] === TIME_STAMPING;
}

function commonName(certificate) {
  const name = certificate.subject.typesAndValues.find((each) => each.type === COMMON_NAME);
  return name?.value.valueBlock.value ?? "时间戳服务机构";
}
