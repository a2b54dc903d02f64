// A private endpoint and its names.
param name string
param location string
param tags object

@description('Subnet the endpoint is in.')
param subnetId string

@description('What is reached through it.')
param targetId string

@description('Which part of it: blob, queue, table or vault.')
param part string

@description('Zone its name is in.')
param zoneId string

resource endpoint 'Microsoft.Network/privateEndpoints@2025-09-01' = {
  name: 'pe-${name}-${part}'
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      { name: part, properties: { privateLinkServiceId: targetId, groupIds: [part] } }
    ]
  }

  resource names 'privateDnsZoneGroups' = {
    name: 'default'
    properties: { privateDnsZoneConfigs: [{ name: part, properties: { privateDnsZoneId: zoneId } }] }
  }
}
