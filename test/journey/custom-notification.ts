/**
 * A custom notification of Amazon Q Developer in chat applications, as its documentation describes it. The lengths are
 * not in there: they are those that public clients keep to.
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export const CUSTOM_NOTIFICATION = {
  type: 'object',
  additionalProperties: false,
  required: ['version', 'source', 'content'],
  properties: {
    version: { const: '1.0' },
    source: { const: 'custom' },
    id: { type: 'string', minLength: 1 },
    content: {
      type: 'object',
      additionalProperties: false,
      required: ['description'],
      properties: {
        textType: { const: 'client-markdown' },
        title: { type: 'string', minLength: 1, maxLength: 250 },
        description: { type: 'string', minLength: 1, maxLength: 8000 },
        nextSteps: { type: 'array', items: { type: 'string', minLength: 1, maxLength: 350 } },
        keywords: { type: 'array', items: { type: 'string', minLength: 1, maxLength: 75 } },
      },
    },
    metadata: {
      type: 'object',
      additionalProperties: false,
      properties: {
        threadId: { type: 'string', minLength: 1 },
        summary: { type: 'string', minLength: 1 },
        eventType: { type: 'string', pattern: '^[a-zA-Z0-9-]{1,100}$' },
        relatedResources: { type: 'array', items: { type: 'string', minLength: 1 } },
        additionalContext: { type: 'object', additionalProperties: { type: 'string' } },
        enableCustomActions: { type: 'boolean' },
      },
    },
  },
} as const;
