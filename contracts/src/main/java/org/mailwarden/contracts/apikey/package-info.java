// SPDX-License-Identifier: Apache-2.0
/** What an API key looks like to whoever reads one: never a key itself. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.contracts.apikey;
