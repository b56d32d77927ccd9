// SPDX-License-Identifier: Apache-2.0
/** What those share that take events by the batch. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.batch;
