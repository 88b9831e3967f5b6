// An API that answers every request with the example of its OpenAPI document: what pages get when all is as documented.
const { readFileSync } = require('node:fs')
const path = require('node:path')

const document = JSON.parse(readFileSync(path.resolve(__dirname, '../../openapi/openapi.json'), 'utf8'))
const operations = Object.entries(document.paths).flatMap(([template, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    method: method.toUpperCase(),
    // a fixed word beats a parameter: /offers/received before /offers/{offer_id}
    weight: template.split('{').length,
    pattern: new RegExp(`^${template.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
    operation,
  })),
)
operations.sort((a, b) => a.weight - b.weight)

/** What the document gives as the answer to a request; 404 for what it does not know. */
function documented({ method, url }) {
  const found = operations.find((o) => o.method === method && o.pattern.test(url.split('?')[0]))
  if (!found) return { statusCode: 404, data: { code: 'not_found', title: 'not documented', status: 404, type: 'about:blank' } }
  const status = Object.keys(found.operation.responses).find((code) => code.startsWith('2'))
  const content = found.operation.responses[status].content ?? {}
  return { statusCode: Number(status), data: structuredClone(content['application/json']?.example ?? ''), header: { ETag: '"1"' } }
}

module.exports = { documented }
