// RFC 3161 timestamps (CMS, X.509); loaded only for receipts that carry one.
export { fromBER } from "asn1js";
export { Certificate, ContentInfo, SignedData, TSTInfo } from "pkijs";
