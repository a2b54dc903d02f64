// Mail out: invitations, links, alerts of the product.
param name string
param tags object

@description('Where mail is kept until it is sent.')
param dataLocation string = 'Europe'

resource service 'Microsoft.Communication/emailServices@2026-03-18' = {
  name: 'acse-${name}'
  location: 'global'
  tags: tags
  properties: { dataLocation: dataLocation }

  resource domain 'domains' = {
    name: 'AzureManagedDomain'
    location: 'global'
    properties: { domainManagement: 'AzureManaged', userEngagementTracking: 'Disabled' }
  }
}

resource communication 'Microsoft.Communication/communicationServices@2026-03-18' = {
  name: 'acs-${name}'
  location: 'global'
  tags: tags
  properties: { dataLocation: dataLocation, linkedDomains: [service::domain.id], disableLocalAuth: true }
}

output name string = communication.name
output endpoint string = 'https://${communication.properties.hostName}'
output sender string = 'DoNotReply@${service::domain.properties.mailFromSenderDomain}'
