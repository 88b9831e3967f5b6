/** Rewards and measures. */

/** Whether it is good news: nobody has to answer to it. */
export function isReward(measure: string): boolean {
  return measure === 'commendation' || measure === 'commutation'
}
