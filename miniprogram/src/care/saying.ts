/** What somebody told, as `say-form` gives it. */
export interface Said {
  words: string
  /** A day, where one was asked for. */
  on: string
  choice: string
  evidence_ids: string[]
}
