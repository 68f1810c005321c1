/** TypeScript 7 has no API. openapi-typescript prints its types with the one of TypeScript 5, which ts-morph contains. */
export { ts as default } from '@ts-morph/common';
