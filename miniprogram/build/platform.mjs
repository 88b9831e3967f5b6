// uni-app's conditional comments for tools that do not know them: keeps what one platform has.

const BLOCK = /(?:\/\/|<!--|\/\*)\s*#(ifdef|ifndef)\s+([A-Z0-9_ |-]+?)\s*(?:-->|\*\/)?[ \t]*\r?\n([\s\S]*?)(?:\/\/|<!--|\/\*)\s*#endif\s*(?:-->|\*\/)?/g

/** @param {string} code @param {'H5' | 'MP-WEIXIN'} platform */
export function keepFor(code, platform) {
  const here = (names) => names.split('||').some((name) => name.trim() === platform || (platform.startsWith('MP') && name.trim() === 'MP'))
  return code.replace(BLOCK, (_, kind, names, body) => ((kind === 'ifdef') === here(names) ? body : body.replace(/[^\n]/g, '')))
}

/** A vite plugin that applies it to the sources. */
export function platformPlugin(platform = 'H5') {
  return {
    name: 'one-platform',
    enforce: 'pre',
    transform: (code, id) => (/\/src\/.*\.(vue|ts)$/.test(id) ? { code: keepFor(code, platform), map: null } : undefined),
  }
}
