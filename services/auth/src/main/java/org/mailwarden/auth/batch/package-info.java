// SPDX-License-Identifier: Apache-2.0
/** Batches: many resets that one person asks for, or that are held for one reason, and another person decides about. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.batch;
