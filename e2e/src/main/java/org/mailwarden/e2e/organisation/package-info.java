// SPDX-License-Identifier: Apache-2.0
/** The sample organisation: people, passwords, plants, messages, corpus and combolist. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.e2e.organisation;
