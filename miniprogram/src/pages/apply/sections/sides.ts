/** Parties on the other side. */
import type { components } from '@/api/schema'
import { t } from '@/locales/apply'
import { t as common } from '@/locales/common'
import { label } from '@/stores/dictionaries'
import type { Line } from '../saving'

type Given = components['schemas']['OtherSidePart']
type Shown = components['schemas']['OtherSideView']

export interface Side {
  kind: string
  name: string
  /** Typed now; empty keeps the one that is stored. */
  number: string
  /** What is stored, masked. */
  masked: string
}

export function newSide(): Side {
  return { kind: 'person', name: '', number: '', masked: '' }
}
export function readSides(sides: readonly Shown[] | undefined, least: number): Side[] {
  const found = (sides ?? []).map((s) => ({ kind: s.kind as string, name: s.name, number: '', masked: s.number_masked ?? '' }))
  while (found.length < least) found.push(newSide())
  return found
}
/** What is wrong, by the API's field names. */
export function checkSides(sides: readonly Side[]): Record<string, string> {
  return Object.fromEntries(
    sides.flatMap((s, i) => (s.name.trim() ? [] : [[`other_sides.${i}.name`, common('must_fill', { label: t('side_name') })] as [string, string]])),
  )
}
export function sentSides(sides: readonly Side[]): Given[] {
  return sides.map((s) => ({ kind: s.kind as Given['kind'], name: s.name.trim(), number: s.number.trim() || null }))
}
export function sideLines(sides: readonly Side[]): Line[] {
  return sides.map((s, i) => ({
    label: t('other_side', { number: sides.length > 1 ? i + 1 : '' }).trim(),
    value: [s.name, s.name && label('side_kind', s.kind), s.number || s.masked].filter(Boolean).join('，'),
  }))
}
