/** Entries of the same kind that follow each other, told as one. */
import type { components } from '@/api/schema'

type Entry = components['schemas']['AccessLogEntry']
/** The newest of them, how many they are, and when the oldest was. */
export interface Fold {
  last: Entry
  count: number
  since: string
}

const kind = (e: Entry): string => JSON.stringify([e.action, e.purpose, e.by, e.roles])

/** Entries come with the newest first. */
export function folded(entries: readonly Entry[]): Fold[] {
  const folds: Fold[] = []
  for (const entry of entries) {
    const before = folds[folds.length - 1]
    if (before && kind(before.last) === kind(entry)) Object.assign(before, { count: before.count + 1, since: entry.at })
    else folds.push({ last: entry, count: 1, since: entry.at })
  }
  return folds
}
