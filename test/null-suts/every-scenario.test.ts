/** A SUT is given up after a few scenarios, so the rest of them meets the null SUTs here, in runs of their own. */
import { test } from 'node:test';
import { assertEarnsNothing, judged, single, smallGroups, withProfile } from './judged.ts';
import { serveNobody, serveOne } from './suts.ts';

for (const [what, start] of Object.entries(serveNobody)) {
  test(`a SUT that ${what} passes no scenario`, async (t) => {
    const { profile } = await withProfile(t, start, '1ms');
    for (const group of smallGroups) assertEarnsNothing(await judged(profile, false, group));
  });
}

/** Each scenario gets the registration of one of them, in turn. */
for (const [index, [what, start]] of Object.entries(serveOne).entries()) {
  test(`a SUT that ${what} passes no scenario that gets it`, async (t) => {
    for (const [n, selected] of single.entries()) {
      if (n % Object.keys(serveOne).length !== index) continue;
      const { profile } = await withProfile(t, start, '2ms');
      assertEarnsNothing(await judged(profile, false, selected));
    }
  });
}
