export * from './address.ts';
export * from './auth.ts';
export * from './basic.ts';
export * from './events.ts';
export * from './ims.ts';
export * from './option-tags.ts';
export * from './via.ts';
