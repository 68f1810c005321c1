#!/usr/bin/env node
const { enableCompileCache } = require('node:module');
const { homedir } = require('node:os');
const { join } = require('node:path');

// Node.js 22.1 and later reuse compiled code to start faster. It must not be in a folder that others can write to.
enableCompileCache?.(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'peerway'));
require(join(__dirname, '../lib/peerway.cjs')).run();
