/** The short way in which a step names its legal basis, as one reads it. */
import { t } from '@/locales/common'

/** Law and articles (`法律援助法 43、48(7)`) → 法律援助法第43条、第48条. */
function lawText(text: string): string {
  const match = /^(\S+) ([\d()、]+)$/.exec(text.trim())
  if (!match) return text.trim()
  const law = match[1].startsWith('148') ? t('statute_148') : match[1]
  const articles = match[2].split('、').map((one) => t('statute_article', { number: one.replace(/\(.*$/, '') }))
  return law + articles.join('、')
}

/** Each law by its articles; empty for a step that the office orders by itself and no statute. */
export function basisText(basis: string): string {
  return /\d|《/.test(basis) ? basis.split('；').map(lawText).join('；') : ''
}
