// json-rules-engine: one rule per promotion, one run per basket. Told what to do by lines of JSON; times itself.
"use strict";

const readline = require("node:readline");
const { Engine } = require("json-rules-engine");

const prepared = new Map();

function prepare({ offers, skus, shelves }) {
  const engine = new Engine();
  engine.addOperator("sharesAny", (bought, listed) => listed.some((each) => bought.has(each)));
  for (const offer of offers) {
    const [fact, value] = offer.shelf ? ["shelves", [offer.shelf]] : ["skus", offer.skus];
    engine.addRule({ conditions: { all: [{ fact, operator: "sharesAny", value }] }, event: { type: offer.id } });
  }
  return { engine, facts: { skus: new Set(skus), shelves: new Set(shelves) } };
}

async function obey({ size, shop, times }) {
  if (shop) {
    prepared.set(size, prepare(shop));
    return {};
  }
  const { engine, facts } = prepared.get(size);
  let events = [];
  const start = process.hrtime.bigint();
  for (let nth = 0; nth < times; nth += 1) ({ events } = await engine.run(facts));
  const nanoseconds = Number(process.hrtime.bigint() - start);
  return { nanoseconds, matched: events.map((event) => event.type) };
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await obey(JSON.parse(line)))}\n`);
  }
})();
