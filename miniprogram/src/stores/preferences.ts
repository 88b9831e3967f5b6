/** How this person wants the pages: large type, and whether anything may be read aloud. */
import { reactive, readonly } from 'vue'
import { keep, readKept } from './kept'

interface Preferences {
  elder: boolean
}
const NAME = 'preferences'
const state = reactive<Preferences>({ elder: false, ...readKept<Preferences>(NAME) })

export const preferences = readonly(state)

export function setElder(on: boolean): void {
  state.elder = on
  keep(NAME, { ...state })
}
