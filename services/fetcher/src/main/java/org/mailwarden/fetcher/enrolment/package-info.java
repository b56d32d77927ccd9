// SPDX-License-Identifier: Apache-2.0
/** Enrols a whole fleet from a file: read, plan, show, and do it row by row as a job that survives a restart. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.enrolment;
