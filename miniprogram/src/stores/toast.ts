/** One short sentence about what just happened, shown and read out by every page. */
import { reactive, readonly } from 'vue'

type Tone = 'good' | 'bad' | 'plain'
const state = reactive<{ text: string; tone: Tone }>({ text: '', tone: 'plain' })
let timer: ReturnType<typeof setTimeout> | undefined

export const toast = readonly(state)

export function say(text: string, tone: Tone = 'plain'): void {
  Object.assign(state, { text, tone })
  if (timer) clearTimeout(timer)
  timer = setTimeout(() => (state.text = ''), tone === 'bad' ? 8000 : 4000)
}

export function hush(): void {
  state.text = ''
}
