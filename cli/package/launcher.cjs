#!/usr/bin/env node
const { enableCompileCache } = require('node:module');
const { homedir } = require('node:os');
const { join } = require('node:path');

// Node.js 22.1 and later keep compiled code: later runs start faster. A folder that others can write to is no place for it.
enableCompileCache?.(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'peerway'));
require(join(__dirname, '../lib/peerway.cjs')).run();
