/** Words for the reason of a line in the ledger, which comes from one of three sets of codes. */
import { label } from '@/stores/dictionaries'

export function reasonText(code: string | null): string {
  if (!code) return ''
  for (const dictionary of ['excuse', 'attempt_failure', 'check_in_reason']) {
    const words = label(dictionary, code)
    if (words !== code) return words
  }
  return code
}
