// The Crawlee crawler: follows every link of the site, obeys robots.txt. Usage: node crawler.mjs ADDRESS
import { CheerioCrawler, Configuration, log } from '@crawlee/cheerio';

log.setLevel(log.LEVELS.ERROR);
let pages = 0;
const crawler = new CheerioCrawler(
    {
        minConcurrency: 16,
        maxConcurrency: 64,
        respectRobotsTxtFile: true,
        async requestHandler({ enqueueLinks }) {
            pages += 1;
            await enqueueLinks({ strategy: 'same-hostname' });
        },
    },
    new Configuration({ persistStorage: false, availableMemoryRatio: 0.5 }),
);
await crawler.run([process.argv[2]]);
console.log(pages);
