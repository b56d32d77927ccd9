// SPDX-License-Identifier: Apache-2.0
/** Remediations: planned once per retired credential, told to everybody, decided by people. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.remediation;
