// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.mailwarden.fetcher", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule DECISIONS_ARE_PURE = classes()
            .that()
            .haveNameMatching(
                    ".*\\.(FolderSync|SelectedFolder|FolderChoice|ListedFolder|UidRanges|IdleTimes|UidlDifference|UidlEntry|BackOff|NextStep|TokenReplies|Capabilities|Presets|Provider|MailAddress|Candidate|ServiceRecords|NearNames"
                            + "|SignInBudget|MailTry|HostHealth|HostPace|Partitions)(\\$.*)?")
            .should(onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.mailwarden.contracts..",
                    "org.mailwarden.fetcher.discover",
                    "org.mailwarden.fetcher.imap",
                    "org.mailwarden.fetcher.pop3",
                    "org.mailwarden.fetcher.oauth",
                    "org.mailwarden.fetcher.supervise",
                    "org.mailwarden.fetcher.vault",
                    "org.mailwarden.fetcher.ownership",
                    "org.mailwarden.fetcher.suspend",
                    "org.mailwarden.fetcher.trial")))
            .because("a decision that sees no clock, socket or database can be tested in full");

    @ArchTest
    static final ArchRule MAIL_LIBRARY_BEHIND_THE_GUARDS = noClasses()
            .that()
            .resideOutsideOfPackages("..fetcher.session..", "..fetcher.imap..", "..fetcher.pop3..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("jakarta.mail", "org.eclipse.angus..")
                    .and(not(assignableTo("jakarta.mail.MessagingException"))))
            .because("only the session room makes a connection, and every guard lives there");

    @ArchTest
    static final ArchRule ONE_MAKER_OF_CONNECTIONS = noClasses()
            .that()
            .resideOutsideOfPackage("..fetcher.session..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("jakarta\\.mail\\.Session|java\\.net\\.(Server)?Socket|javax\\.net\\..*Socket.*")
            .because("a socket made elsewhere would have no guard");

    @ArchTest
    static final ArchRule PARSER_IN_ONE_ROOM = noClasses()
            .that()
            .resideOutsideOfPackage("..fetcher.message..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.james.mime4j..")
            .because("mail is parsed under limits, in one place");

    @ArchTest
    static final ArchRule SIGNATURES_IN_ONE_PLACE = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.mailwarden.fetcher.evidence.DkimCheck")
            .and()
            .haveNameNotMatching(".*\\.DkimCheck\\$.*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.james.jdkim..")
            .because("what counts as a signature is stricter than the library's word");

    @ArchTest
    static final ArchRule RECOGNISING_SEES_NO_OUTSIDER = classes()
            .that()
            .haveNameMatching(
                    ".*\\.evidence\\.(Expression|EvidenceRule|RuleSet|RuleFile|SenderAuthentication|TextRecord"
                            + "|DkimAnswer)(\\$.*)?")
            .should(onlyDependOnClassesThat(resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "com.google.re2j..",
                    "com.fasterxml.jackson..",
                    "org.yaml.snakeyaml..",
                    "org.mailwarden.contracts..",
                    "org.mailwarden.fetcher.message",
                    "org.mailwarden.fetcher.evidence")))
            .because("what a mail says must not depend on when and where it is read");

    @ArchTest
    static final ArchRule OBJECT_STORE_IN_ONE_PLACE = noClasses()
            .that()
            .doNotHaveSimpleName("S3Store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon.awssdk..")
            .because("the archive does not know where its objects are kept");

    @ArchTest
    static final ArchRule MESSAGING_AT_THE_EDGE = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Events")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.microprofile.reactive.messaging..")
            .because("a reader finds every way in by name");

    @ArchTest
    static final ArchRule REST_AT_THE_EDGE = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Resource")
            .and()
            .haveSimpleNameNotEndingWith("Gateway")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..")
            .because("decisions do not know how they were asked for");

    @ArchTest
    static final ArchRule NO_OTHER_SERVICE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mailwarden.breachwatch..", "org.mailwarden.auth..", "org.mailwarden.console..")
            .because("services share contracts and the kit and nothing else");

    @ArchTest
    static final ArchRule NO_FIELD_INJECTION = fields().should()
            .notBeAnnotatedWith("jakarta.inject.Inject")
            .because("a constructor shows what a class needs");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("org.mailwarden.fetcher.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a message is followed forwards, room by room");
}
