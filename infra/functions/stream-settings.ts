import { addToArchive, putEvents } from '../permissions/service-grants.ts';
import { changeRequests, getItems } from '../permissions/table-grants.ts';
import type { FunctionSettings } from './settings.ts';

const COMMON = { memoryMb: 256, timeoutSeconds: 60 } as const;

export const STREAM_SETTINGS: Readonly<Record<string, FunctionSettings>> = {
  'streams/publish-status-changes': {
    ...COMMON,
    grants: [getItems('request'), putEvents],
    variables: ['TABLE_NAME', 'EVENT_BUS_NAME'],
  },
  'streams/record-bounce': { ...COMMON, grants: changeRequests, variables: ['TABLE_NAME'] },
  'streams/archive-events': { ...COMMON, grants: addToArchive, variables: ['ARCHIVE_BUCKET'] },
};
