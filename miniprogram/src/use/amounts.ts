/** Amounts that cannot be read: while one stands on a page nothing is sent from it, for it would be sent as none. */
const wrong = new Map<object, unknown>()

const here = (): unknown => getCurrentPages().slice(-1)[0]

/** Follows one field of the page it is made on. @returns tells whether what stands in it is no amount */
export function useAmount(): (isWrong: boolean) => void {
  const field = {}
  const page = here()
  return (isWrong) => void (isWrong ? wrong.set(field, page) : wrong.delete(field))
}

export function hasWrongAmount(): boolean {
  return [...wrong.values()].includes(here())
}
