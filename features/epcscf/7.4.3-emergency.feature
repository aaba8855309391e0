@clause:7.4.3
Feature: 7.4.3 eP-CSCF: emergency requests of a WIC
  The eP-CSCF compares the Request-URI of every request outside a dialog with its lists of emergency numbers and
  service URNs: the home list and, depending on the country the request comes from, those of roaming partners. An
  emergency request from the home country is rejected or goes on as an emergency call, by the operator's policy; one
  from anywhere else is rejected. Around each of them an ordinary call shows that the session is served.

  @req:EPC-7.4.3-1
  Scenario: An INVITE to an emergency number does not go as an ordinary call
    Given the WIC is registered from the home country
    And an ordinary call of the WIC goes through
    When the WIC sends an INVITE to an emergency number
    Then none of it goes as an ordinary request
    And an ordinary call of the WIC still goes through

  @req:EPC-7.4.3-1b
  Scenario Outline: <method> to an emergency number does not go as an ordinary request
    Given the WIC is registered from the home country
    And an ordinary call of the WIC goes through
    When the WIC sends a <method> to an emergency number
    Then none of it goes as an ordinary request
    And a refusal should be a 380
    And an ordinary call of the WIC still goes through

    Examples:
      | method  |
      | MESSAGE |
      | OPTIONS |

  @req:EPC-7.4.3-1c
  Scenario: A request of an unknown method to an emergency number does not go as an ordinary request
    Given the WIC is registered from the home country
    And an ordinary call of the WIC goes through
    When the WIC sends a WHISPER to an emergency number
    Then none of it goes as an ordinary request
    And a refusal should be a 380
    And an ordinary call of the WIC still goes through

  @req:EPC-7.4.3-1d
  Scenario: A SUBSCRIBE to an emergency number does not go as an ordinary request
    Given the WIC is registered from the home country
    And an ordinary call of the WIC goes through
    When the WIC sends a SUBSCRIBE to an emergency number
    Then none of it goes as an ordinary request
    And a refusal should be a 380
    And an ordinary call of the WIC still goes through

  @req:EPC-7.4.3-1d
  Scenario: A REFER outside a dialog to an emergency number should not go as an ordinary request
    Given the WIC is registered from the home country
    And an ordinary call of the WIC goes through
    When the WIC sends a REFER to an emergency number
    Then none of it should go as an ordinary request
    And a refusal should be a 380
    And an ordinary call of the WIC still goes through

  @req:EPC-7.4.3-1e
  Scenario: Requests within a dialog go to a target that looks like an emergency number
    Given the WIC is registered from the home country
    And an INVITE of the WIC to a SIP URI with an emergency number is taken for an emergency
    And the WIC is in an ordinary call whose remote target is that SIP URI
    When a re-INVITE and a BYE are sent in that call
    Then both are forwarded and neither is answered 380
    And an ordinary call of the WIC still goes through

  @req:EPC-7.4.3-1f
  Scenario Outline: <method> from the home country falls under the home list
    Given the WIC is registered from the home country
    And an ordinary call of the WIC goes through
    When the WIC sends a <method> to an emergency number
    Then none of it goes as an ordinary request
    And a refusal should be a 380
    And an ordinary call of the WIC still goes through

    Examples:
      | method    |
      | MESSAGE   |
      | SUBSCRIBE |

  @req:EPC-7.4.3-1f
  Scenario Outline: <method> from another country falls under the list of that country
    Given a WIC is registered from the country of each roaming partner
    And an ordinary call of each WIC abroad goes through
    When each WIC abroad sends a <method> to an entry of its country's list alone
    Then nothing of it arrives at Mw
    And a refusal should be a 380
    And an ordinary call of each WIC abroad still goes through

    Examples:
      | method    |
      | MESSAGE   |
      | SUBSCRIBE |

  @req:EPC-7.4.3-2
  Scenario: Every configured form of the home list is detected
    Given the WIC is registered from the home country
    And an ordinary call of the WIC goes through
    When the WIC calls each entry of the home list in every full form
    Then none of it goes as an ordinary request
    And a refusal is a 380
    And an ordinary call of the WIC still goes through

  @req:EPC-7.4.3-2
  Scenario: Other forms of the home list should be detected
    Given the WIC is registered from the home country
    And an ordinary call of the WIC goes through
    When the WIC calls each entry of the home list in other forms
    Then none of it should go as an ordinary request
    And a refusal should be a 380
    And an ordinary call of the WIC still goes through

  @req:EPC-7.4.3-2b
  Scenario: A number that only resembles an entry is ordinary
    Given the WIC is registered from the home country
    And an INVITE of the WIC to an emergency number is taken for an emergency
    When the WIC calls numbers that resemble those of the home list
    Then each goes as an ordinary call
    And an ordinary call of the WIC still goes through

  @req:EPC-7.4.3-3
  Scenario: From another country, the list of that country applies
    Given a WIC is registered from the country of each roaming partner
    And an ordinary call of each WIC abroad goes through
    When each WIC abroad sends an INVITE to an entry of its country's list alone
    Then nothing of it arrives at Mw
    And a refusal is a 380
    And an ordinary call of each WIC abroad still goes through

  @req:EPC-7.4.3-3b
  Scenario: From the home country, the lists of other countries do not apply
    Given a WIC is registered from the country of each roaming partner
    And an INVITE of each WIC abroad to an entry of its country's list alone is taken for an emergency
    And WIC A is registered from the home country
    When WIC A sends an INVITE to an entry of each roaming partner's list alone
    Then each goes as an ordinary call
    And an ordinary call of WIC A still goes through

  @req:EPC-7.4.3-4
  Scenario: From an unknown country, the home list applies
    Given the WIC is registered
    And an ordinary call of the WIC goes through
    When the WIC sends an INVITE to an emergency number
    Then none of it goes as an ordinary request
    And a refusal is a 380
    And an ordinary call of the WIC still goes through

  @req:EPC-7.4.3-4
  Scenario: From an unknown country, the lists of roaming partners apply unless the home country is taken for granted
    Given the WIC is registered
    And an ordinary call of the WIC goes through
    When the WIC sends an INVITE to an entry of each roaming partner's list alone
    Then it is at best answered 380
    And an ordinary call of the WIC still goes through

  @req:EPC-7.4.3-Aa
  Scenario: With the policy to reject, the call is answered 380
    Given the WIC is registered from the home country
    And an ordinary call of the WIC goes through
    When the WIC sends an INVITE to an emergency number
    Then nothing of it arrives at Mw
    And a refusal is a 380
    And an ordinary call of the WIC still goes through

  @req:EPC-7.4.3-Ab
  Scenario: With the policy to proceed, the call goes on
    Given the WIC is registered from the home country
    And an ordinary call of the WIC goes through
    When the WIC sends an INVITE to an emergency number
    Then it arrives at the E-CSCF or the S-CSCF
    And an ordinary call of the WIC still goes through

  @req:EPC-7.4.3-B
  Scenario: From another country the call is answered 380 under either policy
    Given a WIC is registered from the country of each roaming partner
    And an ordinary call of each WIC abroad goes through
    When each WIC abroad sends an INVITE to an emergency number
    Then nothing of it arrives at Mw
    And a refusal is a 380
    And an ordinary call of each WIC abroad still goes through

  @req:EPC-7.4.3-C1
  Scenario: The 380 says that an emergency is the reason
    Given the WIC is registered from the home country
    And an ordinary call of the WIC goes through
    When the WIC sends an INVITE to an emergency number
    And it is answered 380
    Then the body of the 380 is an alternative service of type emergency

  @req:EPC-7.4.3-C2
  Scenario: The 380 names the eP-CSCF that sent it
    Given the WIC is registered from the home country
    And an ordinary call of the WIC goes through
    When the WIC sends an INVITE to an emergency number
    And it is answered 380
    Then the 380 names the eP-CSCF of Path of the WIC

  @req:EPC-7.4.3-C3
  Scenario: The 380 ends its transaction
    Given the WIC is registered from the home country
    When the WIC sends an INVITE to an emergency number
    And it is answered 380
    Then the 380 has a To tag and the Via and CSeq of its INVITE
    And the INVITE of the WIC has that final response only
    And its ACK does not arrive at Mw
    When the WIC sends that INVITE again on another branch
    Then the further INVITE has a final response, too

  @req:EPC-7.4.3-5
  Scenario: An unregistered WIC's emergency call does not go as an ordinary one
    Given WIC A is registered from the home country
    And an ordinary call of WIC A goes through
    And WIC B is connected
    When WIC B sends an INVITE to an emergency number
    Then it does not reach the S-CSCF as an ordinary call
    And an ordinary call of WIC A still goes through
