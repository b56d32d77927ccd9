// SPDX-License-Identifier: Apache-2.0
/** Trust in the tokens for which auth exchanges API keys, beside those of Keycloak. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.kit.apikey;
