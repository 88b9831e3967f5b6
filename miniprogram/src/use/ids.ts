let last = 0

/** An id for an element of this page, to tie a label to its field. */
export function nextId(): string {
  last += 1
  return `y${last}`
}
