import { present } from '../base/assert.ts';
import { fromBase64url } from './base64url.ts';

/**
 * The example from which both compressors of format 1 know how runs are told: the frame of a run that uses every function and every
 * predicate, with the words that titles and notes like to use. FROZEN: change a byte and every link that is out there becomes unreadable.
 * dictionary.test.ts shows what it says.
 */
export const DICTIONARY: Uint8Array = present(
  fromBase64url(
    [
      'HxIUH0FuIG9mZmxpbmUgQ1BVIGtlZXBzIGl0cyBzdHJheXMcAQIgGIwBQ1BVMyBnb2VzIG9mZmxpbmUuIFRoZSBmbHVzaCBydW5zIG9uIGV2ZXJ5',
      'IG9ubGluZSBDUFUsIGFuZCBDUFUzIGlzIG5vdCBvbmUgb2YgdGhlbTogaXRzIHNsb3RzIHN0YXkgaW4gdGhlIG9uZSBwYWdlIHRhYmxlIGFuZCBz',
      'dGF5IHJlYWNoYWJsZS5LCk9UA1BkCj0wWANgCiAKAwABAiAIAwAgBjAKIBABMCANChhrQSBUTEIgZW50cnkgaXMgbGVmdCBvdmVyIGFsdGhvdWdo',
      'IG5vIFBURSBtYXBzIHRoZSBwYWdlIGFueSBtb3JlOiB0aGUgaW52YWxpZGF0ZSB3YXMgbG9jYWwgdG8gdGhlIG90aGVyIENQVS5CMAZicmFuY2gB',
      'CGJyYW5jaCAxAAoMAkoMTgEEAwIYHgEAAAAAAQpjcHUxLnNsb3QwABYUD1RoZSBrbWFwIHdpbmRvdxwBAiQYT2ttYXAgdGFrZXMgYSBwa21hcCBl',
      'bnRyeTsga3VubWFwIGxlYXZlcyBpdHMgY291bnQgYXQgMSB1bnRpbCBrbWFwX2ZsdXNoX3VudXNlZC5oAmwCIBoBASACggFwdAQGegAOfRBIAYQI',
      'RAGICAECcUwIAgACBLYBSAgBAoSAgMT_D0yMkCAYIBkFGxQPSW4gYW4gaW50ZXJydXB0HAMCNgQFBgUESAAkJARRJSUsSAJMMCg0JCQkJSk4BEwt',
      'MQRdACUpPHAGY3Vyc29yAAYAAQ0ULVRoZSBzdHJheSBtYXBwaW5nIHRoYXQgYSBmbHVzaCBkb2VzIG5vdCByZWFjaBwDAhgECQYRGJEBQ1BVMSBt',
      'YXBzIHBhZ2UgMyBpbiBpdHMgc2xvdCAwIGFuZCBnaXZlcyBpdCBiYWNrLiBXaXRob3V0IENPTkZJR19ERUJVR19ISUdITUVNIGt1bm1hcF9hdG9t',
      'aWMgb25seSBwb3BzIHRoZSBpbmRleDogdGhlIFBURSBzdGF5cywgYSBzdHJheSBtYXBwaW5nLkkGTSACEBhfVGhlIHBhZ2UgaXMgaGFuZGVkIHRv',
      'IHRoZSBzZWN1cmUgd29ybGQuIE5vdGhpbmcgaGFzIHVzZWQgdGhlIGFkZHJlc3Mgc2luY2UsIGFuZCBub3RoaW5nIGhhcyB0by5cBiAOBhhHQW55',
      'IENQVSB0aGF0IHdhbGtzIHRoZSBzaGFyZWQgcGFnZSB0YWJsZSBzcGVjdWxhdGl2ZWx5IHRha2VzIHRoZSBmYXVsdC4-ECASEAVhIHJ1bgAPFBNU',
      'aGUgZmx1c2ggYmVmb3JlIGl0HAQCHgQFBgkKB0gASAJMTCAEACADAVEgAAAgFl0APQAgFCAczAECAD0cAwIcBAkGIS5KAC1NPgBgHlYCYgxJHDJR',
      'LV8MSxRdGD8SMmMQYhYyTDNWAjNJGFBWAl4cM18WTk9OVAJiHE5UAFcCMD0QPwBhHkgITT0iT1QBLzBgAD8xPyFXA0gMSgozPDAxUC4ADRwBAh5K',
      'Dk5IDF0KUUkKTUgATFFRXwoAExwDAhgECQYRUVFMUFBJADwySw5PUlJIAksOXAxNUVE9AAAfHAMCHgQJBiFRTE9LBlcBXwRIBExSSghOXghKBEsG',
      'U1BUAlBOUi4ySgRKBkoOUEgOUEgKSAA',
    ].join(''),
  ),
  'the dictionary',
);
