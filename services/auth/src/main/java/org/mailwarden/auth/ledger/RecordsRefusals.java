// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What is refused behind this method leaves a row in the ledger. For a way in from outside, which is in no transaction: the
 * row is written after the refused one was rolled back.
 */
@InterceptorBinding
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface RecordsRefusals {

    /** What is asked for, for instance {@code batch.approve}; the row's action is this and {@code .refused}. */
    @Nonbinding
    String value() default "";
}
