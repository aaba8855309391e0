@clause:7.4.1
Feature: 7.4.1 eP-CSCF: BUNDLE in calls from the WIC
  The eP-CSCF does not bundle. It removes the BUNDLE group and every bundle-only line from the offer towards the core,
  answers the WIC without BUNDLE group, and rejects the bundle-only lines there in the very places they have in the
  offer. Each of the other lines has a port of its own.

  @req:EPC-7.4.1-d
  Scenario Outline: An offer of <offer> reaches the core without BUNDLE group
    Given the WIC is registered
    When the WIC calls the far user offering "<offer>"
    Then the offer of the WIC on Mw has no BUNDLE group

    Examples:
      | offer                        |
      | bundled audio and video      |
      | Chromium 156 audio and video |

  @req:EPC-7.4.1-d2
  Scenario: A bundle-only line is removed from the offer
    Given the WIC is registered
    When the WIC calls the far user offering "audio and bundle-only video"
    Then the offer of the WIC on Mw has the lines that the WIC offers without bundle-only, and no others

  @req:EPC-7.4.1-d2
  Scenario: A bundle-only line with a port should be removed from the offer too
    Given the WIC is registered
    When the WIC calls the far user offering "bundle-only video with a port"
    Then the offer of the WIC on Mw should have no bundle-only line

  @req:EPC-7.4.1-d3
  Scenario: The answers in 183 and 200 have no BUNDLE group
    Given the WIC is registered
    When the WIC calls the far user offering "bundled audio and video", who answers in a reliable 183
    Then every answer to the WIC has no BUNDLE group

  @req:EPC-7.4.1-d3
  Scenario Outline: The answer to a bundled offer in <method> has no BUNDLE group
    Given the WIC is registered
    And the WIC calls the far user offering "audio and video"
    When the WIC offers "bundled audio and video" in <carrier>
    Then every answer to the WIC has no BUNDLE group

    Examples:
      | method    | carrier     |
      | re-INVITE | a re-INVITE |
      | UPDATE    | an UPDATE   |

  @req:EPC-7.4.1-d4
  Scenario: A bundle-only line is rejected in the answer
    Given the WIC is registered
    When the WIC calls the far user offering "audio and bundle-only video"
    Then every answer to the WIC rejects the bundle-only lines and accepts another
    And every answer to the WIC should have no bundle-only line

  @req:EPC-7.4.1-d5
  Scenario Outline: The lines of an offer of <offer> are answered in their places
    Given the WIC is registered
    When the WIC calls the far user offering "<offer>", who rejects line <rejected>
    Then every answer to the WIC has the lines of its offer in their places, each with the far user's answer

    Examples:
      | offer                              | rejected |
      | bundle-only video and audio        | 2        |
      | audio, bundle-only video and audio | 2        |
      | bundle-only video, audio and video | 2        |

  @req:EPC-7.4.1-d6
  Scenario: No two lines of a bundled call share a port
    Given the WIC is registered
    When the WIC calls the far user offering "bundled audio and video"
    Then no two lines of the call of the WIC share a port, neither on Mw nor on W2
    When the WIC offers "bundled audio and video" in a re-INVITE
    Then no two lines of the call of the WIC share a port, neither on Mw nor on W2

  @req:EPC-7.4.1-d7
  Scenario: An offer of bundle-only lines alone gives no malformed SDP
    Given the WIC is registered
    And the WIC calls the far user offering "audio"
    When the WIC tries to call the far user offering "bundle-only lines alone"
    Then nothing malformed comes of the offer of the WIC, and no offer without a line is on Mw

  @req:EPC-7.4.1-d8
  Scenario: A bundle-only line that a later offer adds is removed and rejected
    Given the WIC is registered
    And the WIC calls the far user offering "audio"
    When the WIC offers "audio and bundle-only video" in a re-INVITE
    Then the offer of the WIC on Mw has the lines that the WIC offers without bundle-only, and no others
    And every answer to the WIC rejects the bundle-only lines and accepts another
    And every answer to the WIC has no BUNDLE group

  @req:EPC-7.4.1-d9
  Scenario: Another group survives the removal of BUNDLE
    Given the WIC is registered
    When the WIC calls the far user offering "LS and BUNDLE groups"
    Then the offer of the WIC on Mw still has the LS group
