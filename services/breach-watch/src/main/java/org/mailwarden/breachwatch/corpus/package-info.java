// SPDX-License-Identifier: Apache-2.0
/** The password corpus on disk: immutable generations, looked up in place. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.corpus;
