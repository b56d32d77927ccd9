// SPDX-License-Identifier: Apache-2.0
/** Which service calls: some endpoints are for one alone. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.caller;
