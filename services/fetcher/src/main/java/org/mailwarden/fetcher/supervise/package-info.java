// SPDX-License-Identifier: Apache-2.0
/** When which account is read, and when it is left alone. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.supervise;
