// SPDX-License-Identifier: Apache-2.0
/** Sealing at rest (AEAD) and in transit to one reader (HPKE), keyed hashes and signatures, on Tink. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.kit.seal;
