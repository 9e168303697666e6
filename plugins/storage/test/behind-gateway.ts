/** What the endpoint of all clients of a test file has below its host: imported first. */
process.env['STORAGE_BASE_PATH'] = '/gateway';
