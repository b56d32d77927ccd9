// SPDX-License-Identifier: Apache-2.0
/** Recognises what services tell people about their accounts there, in mails whose sender is proven. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.evidence;
